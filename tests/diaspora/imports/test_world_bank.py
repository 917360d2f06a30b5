"""What the World Bank gives out: the bulk download as CSV and zip."""

from decimal import Decimal
from typing import Any

import pytest

from diaspora.imports import Edition, FileRefusedError, PublishedFile, read_world_bank
from tests.stock_files import world_bank_csv, zip_file

ROWS = [("Mali", "MLI", "1044990000.5", ""), ("Kosovo", "XKX", "1", "2"), ("World", "WLD", "9", "9")]
METADATA = '"Country Code","Region","IncomeGroup","SpecialNotes","TableName",\n"MLI","Sub-Saharan Africa","","",\n'
METADATA += '"XKX","Europe & Central Asia","","",\n"WLD","","","",\n'
CODE = "BX.TRF.PWKR.CD.DT"


def csv_file(content: bytes, name: str = "API_BX.csv") -> PublishedFile:
    return PublishedFile(name, content)


def read_one(*files: PublishedFile) -> Edition:
    (edition,) = read_world_bank(files)
    return edition


def refuse(*files: PublishedFile) -> str:
    with pytest.raises(FileRefusedError) as refused:
        read_world_bank(files)
    return str(refused.value)


def bulk_zip(**members: bytes) -> PublishedFile:
    names = {
        "data": f"API_{CODE}_DS2.csv",
        "countries": "Metadata_Country_API.csv",
        "indicator": "Metadata_Indicator.csv",
    }
    return zip_file({names[member]: content for member, content in members.items()})


# The bulk download


def test_bulk_csv_is_read_below_its_lead_lines() -> None:
    edition = read_one(csv_file(world_bank_csv(ROWS)))
    assert edition.figures[0] == (CODE, "MLI", 2023, "total", Decimal("1044990000.5"))
    assert (edition.released, edition.slug) == ("2025-07-24", "world-bank-bx-trf-pwkr-cd-dt-2025-07-24")
    assert (edition.edition_en, edition.edition_fr) == ("last updated 24 July 2025", "mise à jour du 24 juillet 2025")
    assert edition.names["MLI"] == "Mali"


def test_bulk_csv_without_the_mark_of_the_byte_order_is_read() -> None:
    edition = read_one(csv_file(world_bank_csv(ROWS).removeprefix(b"\xef\xbb\xbf")))
    assert edition.figures == read_one(csv_file(world_bank_csv(ROWS))).figures


def test_bulk_csv_without_commas_at_the_ends_of_lines_is_read() -> None:
    edition = read_one(csv_file(world_bank_csv(ROWS).replace(b",\n", b"\n")))
    assert edition.figures == read_one(csv_file(world_bank_csv(ROWS))).figures


def test_bulk_csv_with_a_comma_at_the_end_of_its_header_alone_is_read() -> None:
    content = world_bank_csv(ROWS).replace(b'"9",\n', b'"9"\n')
    assert read_one(csv_file(content)).figures == read_one(csv_file(world_bank_csv(ROWS))).figures


def test_bulk_csv_columns_are_found_by_their_text() -> None:
    """The lead lines may be more, and the columns in another order."""
    content = world_bank_csv([("MLI", "Mali", "1.5", "")]).decode()
    content = content.replace('"Country Name","Country Code"', '"Country Code","Country Name"')
    content = content.replace('"Last Updated', '"Note","One line more",\n"Last Updated')
    edition = read_one(csv_file(content.encode()))
    assert edition.figures == [(CODE, "MLI", 2023, "total", Decimal("1.5"))]
    assert edition.names == {"MLI": "Mali"}


def test_bulk_csv_empty_is_missing_and_never_zero() -> None:
    years = {figure.year for figure in read_one(csv_file(world_bank_csv(ROWS))).figures if figure.area == "MLI"}
    assert years == {2023}


def test_bulk_csv_zero_is_kept() -> None:
    edition = read_one(csv_file(world_bank_csv([("Mali", "MLI", "0", "")])))
    assert [figure.value for figure in edition.figures] == [0]


def test_bulk_csv_value_has_six_decimals() -> None:
    edition = read_one(csv_file(world_bank_csv([("Aruba", "ABW", "16480446.92737435", "1.5E+3")])))
    assert [figure.value for figure in edition.figures] == [Decimal("16480446.927374"), Decimal(1500)]


def test_bulk_csv_names_lose_their_mojibake() -> None:
    edition = read_one(csv_file(world_bank_csv([("CÃ´te d'Ivoire", "CIV", "1", "2")])))
    assert edition.names == {"CIV": "Côte d'Ivoire"}


def test_bulk_zip_tells_groups_by_their_empty_region() -> None:
    edition = read_one(bulk_zip(data=world_bank_csv(ROWS), countries=METADATA.encode("utf-8-sig"), indicator=b"a"))
    assert edition.aggregates == {"WLD"}


def test_bulk_zip_does_not_take_a_country_for_a_group() -> None:
    """Kosovo and the Channel Islands have a region and no code of ISO 3166: nothing is guessed of them."""
    metadata = METADATA + '"CHI","Europe & Central Asia","","",\n'
    rows = [*ROWS, ("Channel Islands", "CHI", "3", "")]
    edition = read_one(bulk_zip(data=world_bank_csv(rows), countries=metadata.encode(), indicator=b"a"))
    assert edition.aggregates == {"WLD"}
    assert {figure.area for figure in edition.figures} == {"MLI", "XKX", "CHI", "WLD"}


def test_metadata_may_have_short_lines() -> None:
    metadata = (METADATA + '\n"SSF"\n').encode()
    edition = read_one(bulk_zip(data=world_bank_csv(ROWS), countries=metadata))
    assert edition.aggregates == {"WLD", "SSF"}


@pytest.mark.parametrize("column", ["Region", "Country Code"])
def test_metadata_without_what_tells_groups_is_refused(column: str) -> None:
    """All would be groups, or none."""
    metadata = METADATA.replace(f'"{column}"', '"Zone"').encode()
    message = refuse(bulk_zip(data=world_bank_csv(ROWS), countries=metadata))
    assert "Metadata_Country_API.csv in it has no columns “Country Code” and “Region”" in message


@pytest.mark.parametrize(
    "members", [{"data": world_bank_csv(ROWS)}, {"countries": METADATA.encode()}, {"indicator": b"x"}]
)
def test_zip_without_what_a_bulk_download_holds_is_refused(members: Any) -> None:
    assert "a bulk download holds one CSV file of data" in refuse(bulk_zip(**members))


def test_csv_with_ten_thousand_columns_is_refused() -> None:
    assert "has 10,000 columns" in refuse(csv_file(b",".join([b"x"] * 10_000)))


@pytest.mark.parametrize("share", [0.3, 0.6, 0.97])
def test_csv_cut_in_the_middle_is_refused(share: float) -> None:
    content = world_bank_csv(ROWS)
    refuse(csv_file(content[: int(len(content) * share)]))


def test_csv_cut_after_a_field_is_refused() -> None:
    content = world_bank_csv(ROWS)
    assert "cut short" in refuse(csv_file(content[: content.rindex(b'"Personal')].rstrip(b",")))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"Country,Value\nMali,1\n", "no line is a header"),
        (b'[{"page": 1, "lastupdated": "2025-07-24"}, []]', "Download it again as CSV"),
        (world_bank_csv(ROWS).replace(b",", b";"), "line 1 is no line of fields in quotation marks with commas"),
        (world_bank_csv(ROWS).replace(b'"', b"").replace(b",", b";"), "set apart by commas"),
        (world_bank_csv(ROWS).replace(b'","', b'"\t"'), "with commas between them"),
        (world_bank_csv(ROWS).decode("utf-8-sig").encode("utf-16"), "is not in UTF-8"),
        (world_bank_csv(ROWS).decode("utf-8-sig").encode("utf-16-le"), "with commas between them"),
        ("Côte d’Ivoire".encode("cp1252"), "is not in UTF-8"),
        (world_bank_csv(ROWS).replace(b'"2",\n', b'"2","3","4",\n'), "line 7 has more fields than the header"),
        (world_bank_csv(ROWS, updated=""), "nothing in it gives the date of the last update"),
        (world_bank_csv(ROWS, updated="last week"), "is no date of the last update"),
        (world_bank_csv(ROWS, updated="2025-13-41"), "is no date of the last update"),
        (world_bank_csv(ROWS, indicator="remittances received"), "is no code of an indicator"),
        (world_bank_csv(ROWS, years=(2023, 2023)), "does not name each year once"),
        (world_bank_csv([("Mali", "MLI", "a lot", "")]), "line 6, 2023: “a lot” is no value"),
        (world_bank_csv([("Mali", "MLI", "NaN", "")]), "is no value"),
        (world_bank_csv([("Mali", "MLI", "..", "")]), "line 6, 2023: “..” is no value"),
        (world_bank_csv([("Mali", "MLI", "1,044,990", "")]), "is no value"),
        (world_bank_csv([("Mali", "MLI", "1_044", "")]), "is no value"),
        (world_bank_csv([("Mali", "MLI", "1e17", "")]), "is no value"),
        (world_bank_csv([("Mali", "MLI", "", "")]), "no country has a value"),
        (world_bank_csv([]), "no country has a value"),
        (world_bank_csv([ROWS[0], ROWS[0]]), "MLI stands on line 7 again"),
        (world_bank_csv(ROWS).replace(CODE.encode(), b"SP.POP.TOTL", 1), "has one indicator"),
    ],
)
def test_csv_that_is_not_the_bulk_download_is_refused(content: bytes, said: str) -> None:
    assert said in refuse(csv_file(content))


def test_indicator_given_twice_is_refused() -> None:
    second = csv_file(world_bank_csv(ROWS, updated="2024-01-01"), "older.csv")
    assert "is in API_BX.csv too" in refuse(csv_file(world_bank_csv(ROWS)), second)


def test_files_of_several_indicators_are_several_editions() -> None:
    second = csv_file(world_bank_csv(ROWS, indicator="SP.POP.TOTL"), "population.csv")
    assert len(read_world_bank([csv_file(world_bank_csv(ROWS)), second])) == 2
