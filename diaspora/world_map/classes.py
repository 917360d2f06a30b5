"""Divides values into classes that a reader can tell apart by their shade."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

MOST_CLASSES = 5
# Of five shades, which ones few classes take, so that they differ most; a single class is plain to see.
SHADES = {1: (3,), 2: (1, 4), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}


def classify(values: Sequence[Decimal]) -> list[list[Decimal]]:
    """Returns the values, least first, in at most five classes of about as many countries each.

    Equal values share a class. What a large class of equal values takes up is made good among the others, so that
    skewed values use the classes that there are.
    """
    waiting = [list(same) for _value, same in groupby(sorted(values))]
    classes: list[list[Decimal]] = []
    while waiting:
        left = MOST_CLASSES - len(classes)
        wanted = sum(map(len, waiting)) / left
        taken = waiting.pop(0)
        # With no more distinct values left than classes, each value is a class of its own.
        while len(waiting) >= left and (
            left == 1 or abs(len(taken) + len(waiting[0]) - wanted) <= abs(len(taken) - wanted)
        ):
            taken += waiting.pop(0)
        classes.append(taken)
    return classes


def shade(number: int, class_count: int) -> int:
    """Returns the shade, from 0 to 4, of the class of this number, the least being 0."""
    return SHADES[class_count][number]
