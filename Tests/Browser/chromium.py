"""Debian's Chromium: on a desk, on a phone 360 px wide, with scripts switched off."""

import os

from selenium import webdriver

DESKTOP, PHONE, WITHOUT_SCRIPTS = "on a desk", "on a phone", "without scripts"


def chromium(kind):
    """A browser without a window, with a profile of its own."""
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for flag in ("headless=new", "disable-gpu", "disable-dev-shm-usage", "hide-scrollbars", "window-size=1280,1100"):
        options.add_argument(f"--{flag}")
    if kind == WITHOUT_SCRIPTS:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    if os.geteuid() == 0:
        options.add_argument("--no-sandbox")
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
    driver.set_page_load_timeout(30)
    if kind == PHONE:
        # A window cannot be made this narrow.
        screen = {"width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": True}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    return driver
