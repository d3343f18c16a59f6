"""The script Streamlit runs for each visitor."""

from __future__ import annotations

from ui.site import main
from ui.start import open_desk, open_intake, version

main(open_desk, open_intake, version)
