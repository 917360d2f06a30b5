"""Texts of a sample, in English and French: sentences of varied words about places that there are not."""

import math
import random
from collections.abc import Sequence
from typing import TypeVar

from diaspora.development.sample import words
from diaspora.development.sample.words import Pair

Item = TypeVar("Item")
# One text in so many is written in one language only.
ONE_SIDED = 8


class Writer:
    """Writes texts by chance; the same chance gives the same texts."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def choose(self, items: Sequence[Item]) -> Item:
        # Of all ways to choose, this is by far the fastest.
        return items[int(self.chance.random() * len(items))]

    def choose_few(self, items: Sequence[Item], fewest: int, most: int) -> list[Item]:
        """Returns so many different items, no more than there are."""
        return self.chance.sample(items, min(len(items), fewest + int(self.chance.random() * (most - fewest + 1))))

    def choose_early(self, items: Sequence[Item]) -> Item:
        """Returns one of the items, the first ones more often: of the first of 230 there are six times as many."""
        place: int = math.floor(self.chance.random() ** 1.5 * len(items))
        return items[place]

    def happens(self, share: float) -> bool:
        """Returns whether something comes about that does so in this share of cases."""
        return self.chance.random() < share

    def town(self) -> str:
        """Returns the name of a place that there is not."""
        return (self.choose(words.SYLLABLES) + self.choose(words.SYLLABLES) + self.choose(words.SYLLABLES)).title()

    def sentence(self) -> Pair:
        slots = (
            self.choose(words.SUBJECTS),
            self.choose(words.VERBS),
            self.choose(words.OBJECTS),
            self.choose(words.GROUPS),
        )
        places = {
            "town": self.town(),
            "other_town": self.town(),
            "year": 1990 + int(self.chance.random() * 35),
            "number": 10 + int(self.chance.random() * 900),
        }
        sentence = self.choose(words.SENTENCES)
        names = ("subject", "verb", "object", "group")
        english, french = (
            sentence[side].format(**dict(zip(names, (slot[side] for slot in slots), strict=True)), **places)
            for side in (0, 1)
        )
        return english[0].upper() + english[1:], french[0].upper() + french[1:]

    def sentences(self, fewest: int, most: int) -> Pair:
        number = fewest + int(self.chance.random() * (most - fewest + 1))
        pairs = [self.sentence() for _number in range(number)]
        return " ".join(pair[0] for pair in pairs), " ".join(pair[1] for pair in pairs)

    def paragraphs(self, fewest: int, most: int) -> Pair:
        """Returns so many paragraphs in Markdown, the last of them a list."""
        number = fewest + int(self.chance.random() * (most - fewest + 1))
        prose = [self.sentences(2, 4) for _number in range(number - 1)]
        items = [self.sentence() for _number in range(3)]
        english, french = (
            "\n\n".join([*(pair[side] for pair in prose), "\n".join(f"- {item[side]}" for item in items)])
            for side in (0, 1)
        )
        return english, french

    def heading(self, kinds: Sequence[Pair], number: int) -> Pair:
        """Returns a title; that it is of a sample stands in it."""
        kind, group, town = self.choose(kinds), self.choose(words.GROUPS), self.town()
        if self.happens(0.5):
            return f"{kind[0]} of {town} (sample {number})", f"{kind[1]} de {town} (échantillon {number})"
        return (
            f"{kind[0]} for {group[0]}, {town} (sample {number})",
            f"{kind[1]} pour {group[1]}, {town} (échantillon {number})",
        )

    def both(self, name: str, pair: Pair) -> dict[str, str]:
        """Returns the text as the two columns of a field; now and then only one language is filled."""
        english, french = pair
        if self.happens(1 / ONE_SIDED):
            english, french = (english, "") if self.happens(0.5) else ("", french)
        return {f"{name}_en": english, f"{name}_fr": french}

    def day(self, first_year: int = 1990, last_year: int = 2025) -> str:
        """Returns a date as precise as by chance: a year, a month or a day."""
        year = first_year + int(self.chance.random() * (last_year - first_year + 1))
        month, day = 1 + int(self.chance.random() * 12), 1 + int(self.chance.random() * 28)
        return self.choose((str(year), f"{year}-{month:02}", f"{year}-{month:02}-{day:02}"))
