#!/usr/bin/python3
"""Makes the staff list of this folder in the three forms that people send: people.xlsx as LibreOffice saves it, and what Excel
makes of the same sheet as "CSV" on a Chinese computer and as "Unicode Text".

The list is as people keep it: a title, two header lines of which one is merged, running numbers, units by name in merged cells,
sums, a blank row, columns that are nobody's business here, a line below. Nobody in it exists; the ID number is the example of
the standard. Needs libreoffice-calc; run it again only to change the list.
"""

import csv
import io
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

HERE = Path(__file__).parent

# Cells of a row; "|" stands for a cell that is merged with the one above it, "-" for one merged with the one to its left.
ROWS = [
    ["延长县基层经办人员名单", "-", "-", "-", "-", "-", "-"],
    ["填报单位：延长县", "", "", "", "", "2026年11月", ""],
    ["序号", "所在单位", "姓 名", "工号", "身份证号", "手机号", "备注"],
    [1, "示例一镇/示例甲村", "张某", "00017", "11010519491231002X", "13800138000", ""],
    [2, "|", "冯某", "00031", "", "", "新来"],
    ["小计", "", "2人", "", "", "", ""],
    [3, "示例乙村", "李某", "00018", "", "", ""],
    [4, "|", "褚某", "00032", "", "", ""],
    ["", "", "", "", "", "", ""],
    [5, "示例二镇", "卫某", "00033", "", "", ""],
    ["合计", "", "5人", "", "", "", ""],
    ["填表人：陈某", "", "审核人：", "", "", "", ""],
]


def flat_sheet():
    """The list as a flat ODS document."""
    rows = []
    for number, row in enumerate(ROWS):
        cells = []
        for column, value in enumerate(row):
            if value in ("|", "-"):
                cells.append("<table:covered-table-cell/>")
                continue
            down = 1
            while number + down < len(ROWS) and ROWS[number + down][column] == "|":
                down += 1
            across = 1
            while column + across < len(row) and row[column + across] == "-":
                across += 1
            spans = f' table:number-rows-spanned="{down}" table:number-columns-spanned="{across}"' if down * across > 1 else ""
            if isinstance(value, int):
                cells.append(f'<table:table-cell office:value-type="float" office:value="{value}"{spans}/>')
            elif value:
                cells.append(
                    f'<table:table-cell office:value-type="string"{spans}><text:p>{escape(value)}</text:p></table:table-cell>'
                )
            else:
                cells.append("<table:table-cell/>")
        rows.append(f'<table:table-row>{"".join(cells)}</table:table-row>')
    return (
        '<?xml version="1.0" encoding="UTF-8"?><office:document'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
        ' office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
        f'<office:body><office:spreadsheet><table:table table:name="名单">{"".join(rows)}</table:table>'
        "</office:spreadsheet></office:body></office:document>"
    )


def text(separator):
    """What a spreadsheet saves as text: the cells that a merged one covers are empty."""
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(
        [["" if value in ("|", "-") else value for value in row] for row in ROWS]
    )
    return out.getvalue()


def main():
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "people.fods")
        source.write_text(flat_sheet(), encoding="utf-8")
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx",
             "--outdir", HERE, source],
            check=True, stdout=sys.stderr)
    (HERE / "people-gb18030.csv").write_bytes(text(",").encode("gb18030"))
    (HERE / "people-unicode.txt").write_bytes(b"\xff\xfe" + text("\t").encode("utf-16-le"))


if __name__ == "__main__":
    main()
