"""Workbooks in and out, with LibreOffice as the judge of them."""

import csv
import io
import re
import subprocess

from program import ROOT, training

LISTS = ROOT / "Tests/Fixtures/lists"
# What is imported again has its table first, a report behind the sheet that says what it is.
LISTS_OUT = ["/exports/units", "/exports/people", "/exports/enrolments", "/imports/template?kind=people"]
REPORTS = [f"/units/610621/{name}" for name in (
    "completion", "people", "delivery", "misconceptions", "exemptions")] + ["/items", "/content/coverage", "/content/reviews"]


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


def test_a_staff_list_is_imported_from_the_command_line(province):
    given = ["import", "people", "--data", province.server.data, "--ignore-columns", "身份证号,手机号,备注"]
    planned = training(*given, "--plan", LISTS / "people.xlsx")
    # The sample province knows these villages by other codes only where it has them; what matters is how the list was read.
    assert re.search(r"(planned|refused): 5 rows \(XLSX\)", planned.stdout), planned.stdout + planned.stderr
    assert "6, 11" in planned.stdout and "13800138000" not in planned.stdout + planned.stderr
    refused = training(*given[:4], LISTS / "people.xlsx")
    assert refused.returncode == 1 and "身份证号" in refused.stderr and "0519491231" not in refused.stderr


def converted(folder, names, sheet):
    """The sheet of this number of each workbook as LibreOffice saves it as CSV in UTF-8."""
    target = folder / f"sheet{sheet}"
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
         f"csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,{sheet}", "--outdir", target]
        + [folder / f"{name}.xlsx" for name in names],
        check=True, capture_output=True, timeout=120)
    # A file is called after its workbook, and after its sheet where one is asked for by number.
    files = {path.name.split("-")[0].removesuffix(".csv"): path for path in target.glob("*.csv")}
    return {name: files[name].read_bytes() for name in names}


def table(text):
    """Rows of cells, without empty rows and cells at the ends."""
    rows = [row for row in csv.reader(io.StringIO(text.decode("utf-8-sig"))) if any(row)]
    return [row + [""] * (len(rows[0]) - len(row)) for row in rows]
