"""Workbooks in and out, with LibreOffice as the judge of them."""

import csv
import io
import re
import subprocess

from program import ROOT, training

LISTS = ROOT / "Tests/Fixtures/lists"
TABLES = [
    "/exports/units", "/exports/people", "/exports/enrolments", "/units/610621/completion", "/units/610621/people",
    "/units/610621/delivery", "/imports/template?kind=people",
]


def test_libreoffice_reads_every_workbook_as_the_csv_file_is(province, tmp_path):
    province.hire("=1+1")
    wanted = {}
    for number, path in enumerate(TABLES):
        address, _, query = path.partition("?")
        for header in ("en", "zh"):
            query = f"{query}&header={header}".lstrip("&")
            name = f"table{number}{header}"
            workbook = province.get(f"{address}.xlsx?{query}")
            assert workbook.status_code == 200, path
            (tmp_path / f"{name}.xlsx").write_bytes(workbook.content)
            wanted[name] = table(province.get(f"{address}.csv?{query}").content)
    saved = converted(tmp_path, wanted)
    for name, text in saved.items():
        assert table(text) == wanted[name], name
    assert any(len(rows) > 5 for rows in wanted.values())
    for number, kind in enumerate(["units", "people", "enrolments"]):
        receipt = province.load(kind, saved[f"table{number}zh"])
        assert receipt["unchanged"] == receipt["rows"] > 0, "what LibreOffice saved is not what was exported"


def test_a_staff_list_is_imported_from_the_command_line(province):
    given = ["import", "people", "--data", province.server.data, "--ignore-columns", "身份证号,手机号,备注"]
    planned = training(*given, "--plan", LISTS / "people.xlsx")
    # The sample province knows these villages by other codes only where it has them; what matters is how the list was read.
    assert re.search(r"(planned|refused): 5 rows \(XLSX\)", planned.stdout), planned.stdout + planned.stderr
    assert "6, 11" in planned.stdout and "13800138000" not in planned.stdout + planned.stderr
    refused = training(*given[:4], LISTS / "people.xlsx")
    assert refused.returncode == 1 and "身份证号" in refused.stderr and "0519491231" not in refused.stderr


def converted(folder, names):
    """The first sheet of each workbook as LibreOffice saves it as CSV in UTF-8."""
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
         "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", folder]
        + [folder / f"{name}.xlsx" for name in names],
        check=True, capture_output=True, timeout=120)
    return {name: (folder / f"{name}.csv").read_bytes() for name in names}


def table(text):
    """Rows of cells, without empty rows and cells at the ends."""
    rows = [row for row in csv.reader(io.StringIO(text.decode("utf-8-sig"))) if any(row)]
    return [row + [""] * (len(rows[0]) - len(row)) for row in rows]
