"""Workbooks in and out, with LibreOffice as the judge of them."""

import csv
import io
import re
import subprocess

import pytest

from program import ROOT, training

LISTS = ROOT / "Tests/Fixtures/lists"
# What is imported again has its table first, a report behind the sheet that says what it is.
LISTS_OUT = ["/exports/units", "/exports/people", "/exports/enrolments", "/imports/template?kind=people"]
REPORTS = [f"/units/610621/{name}" for name in (
    "completion", "people", "grid", "delivery", "misconceptions", "exemptions", "years/2026", "due", "results")] + ["/items", "/content/coverage", "/content/reviews"]


def test_libreoffice_reads_every_workbook_as_the_csv_file_is(province, tmp_path):
    province.hire("=1+1")
    wanted = {}
    for number, path in enumerate(LISTS_OUT + REPORTS):
        address, _, query = path.partition("?")
        for header in ("en", "zh"):
            query = f"{query}&header={header}".lstrip("&")
            name = f"{'list' if number < len(LISTS_OUT) else 'report'}{number}{header}"
            workbook = province.get(f"{address}.xlsx?{query}")
            assert workbook.status_code == 200, path
            (tmp_path / f"{name}.xlsx").write_bytes(workbook.content)
            wanted[name] = table(province.get(f"{address}.csv?{query}").content)
    lists = [name for name in wanted if name.startswith("list")]
    saved = converted(tmp_path, lists, sheet=1) | converted(tmp_path, wanted.keys() - lists, sheet=2)
    for name, text in saved.items():
        assert table(text) == wanted[name], name
    assert any(len(rows) > 5 for rows in wanted.values())
    for number, kind in enumerate(["units", "people", "enrolments"]):
        receipt = province.load(kind, saved[f"list{number}zh"])
        assert receipt["unchanged"] == receipt["rows"] > 0, "what LibreOffice saved is not what was exported"


@pytest.mark.parametrize("header", ["en", "zh"])
def test_what_is_exported_changes_nothing_when_it_is_imported(province, tmp_path, header):
    kinds = ["units", "people", "coordinators", "enrolments"]
    town, village = "610621991", "610621991201"
    province.hire("=1+1")
    for role in ("coordinator", "inspector"):
        number = province.hire("镇办𠮷某", town, role).number
        province.load("coordinators", f"staff_no,unit,until\n{number},{village},2027-01-31\n{number},{town},\n")
    name = "没有工号的人"
    assert province.load("people", f"姓名,单位代码\n{name},{village}\n")["created"] == 1
    before = {kind: province.get(f"/exports/{kind}.csv?bom=0").content for kind in kinds}
    assert name.encode() in before["people"] and b"2027-01-31" in before["coordinators"]

    files = {}
    for kind in kinds:
        for form in ("csv", "xlsx"):
            files[f"{kind}.{form}"] = province.get(f"/exports/{kind}.{form}?header={header}").content
        (tmp_path / f"{kind}.xlsx").write_bytes(files[f"{kind}.xlsx"])
    for kind, workbook in converted(tmp_path, kinds, form="xlsx").items():
        files[f"{kind} saved again"] = workbook
        assert workbook != files[f"{kind}.xlsx"]
    for kind, text in converted(tmp_path, kinds).items():
        files[f"{kind} saved as text"] = text
    for file, table in files.items():
        kind = file.split(".")[0].split(" ")[0]
        receipt = province.load(kind, table)
        assert receipt["unchanged"] == receipt["rows"] == len(before[kind].splitlines()) - 1 > 0, file
        assert receipt["suspended"] == 0 and receipt["errors"] == []
    assert {kind: province.get(f"/exports/{kind}.csv?bom=0").content for kind in kinds} == before


def test_a_staff_list_is_imported_from_the_command_line(province):
    given = ["import", "people", "--data", province.server.data, "--ignore-columns", "身份证号,手机号,备注"]
    planned = training(*given, "--plan", LISTS / "people.xlsx")
    # The sample province knows these villages by other codes only where it has them; what matters is how the list was read.
    assert re.search(r"(planned|refused): 5 rows \(XLSX\)", planned.stdout), planned.stdout + planned.stderr
    assert "6, 11" in planned.stdout and "13800138000" not in planned.stdout + planned.stderr
    refused = training(*given[:4], LISTS / "people.xlsx")
    assert refused.returncode == 1 and "身份证号" in refused.stderr and "0519491231" not in refused.stderr


def converted(folder, names, sheet=1, form="csv"):
    """The sheet of this number of each workbook as LibreOffice saves it as CSV in UTF-8; or the whole as a workbook of its own."""
    target = folder / f"{form}{sheet}"
    filters = {
        "csv": f"csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,{sheet}",
        "xlsx": "xlsx:Calc MS Excel 2007 XML"}
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
         filters[form], "--outdir", target]
        + [folder / f"{name}.xlsx" for name in names],
        check=True, capture_output=True, timeout=120)
    # A CSV file is called after its workbook, and after its sheet where one is asked for by number.
    files = {path.name.split("-")[0].removesuffix(f".{form}"): path for path in target.glob(f"*.{form}")}
    return {name: files[name].read_bytes() for name in names}


def table(text):
    """Rows of cells, without empty rows and cells at the ends."""
    rows = [row for row in csv.reader(io.StringIO(text.decode("utf-8-sig"))) if any(row)]
    return [row + [""] * (len(rows[0]) - len(row)) for row in rows]
