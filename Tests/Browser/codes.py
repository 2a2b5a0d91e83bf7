"""QR codes, read from the screen as a telephone reads them."""

import io

from PIL import Image
from pyzbar.pyzbar import ZBarSymbol, decode


def scan(picture):
    """The text of the one QR code in a picture (PNG)."""
    found = decode(Image.open(io.BytesIO(picture)), symbols=[ZBarSymbol.QRCODE])
    assert len(found) == 1, found
    return found[0].data.decode()
