"""Numbers in the reader’s language, with their units."""

from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext, ngettext

from diaspora.figures.arithmetic import round_half_up
from diaspora.models import Indicator, Observation


def number(value: Decimal | float | None, decimals: int = 0) -> str:
    """Returns a number as the reader's language groups and points it, rounded half up."""
    if value is None:
        return ""
    rounded = round_half_up(Decimal(value), decimals)
    return formats.number_format(rounded, decimals, use_l10n=True, force_grouping=True)


def amount(figure: Observation) -> str:
    """Returns the value of a figure with its unit, in words: “1,153 million US dollars”, “5.52%”."""
    unit, value = figure.indicator.unit, figure.value
    if unit == Indicator.Unit.PERSONS:
        return number(value)
    if unit in (Indicator.Unit.USD, Indicator.Unit.USD_MILLION):
        millions = value / 1_000_000 if unit == Indicator.Unit.USD else value
        return ngettext("USD %(amount)s million", "USD %(amount)s million", int(abs(millions))) % {
            "amount": number(millions)
        }
    if unit.startswith("percent"):
        share = number(value, figure.indicator.decimals)
        of_what = {
            Indicator.Unit.PERCENT_OF_GDP: gettext("%(share)s%% of GDP"),
            Indicator.Unit.PERCENT_OF_POPULATION: gettext("%(share)s%% of the population"),
            Indicator.Unit.PERCENT_OF_EXPORTS: gettext("%(share)s%% of exports"),
            Indicator.Unit.PERCENT_PER_YEAR: gettext("%(share)s%% a year"),
        }
        return of_what.get(Indicator.Unit(unit), gettext("%(share)s%%")) % {"share": share}
    return number(value, figure.indicator.decimals)


def percent(value: Decimal) -> str:
    """Returns a share with one decimal: “40.5%”."""
    return gettext("%(share)s%%") % {"share": number(value, 1)}
