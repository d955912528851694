"""`python -m imfact.cli` is `imfact`."""

from imfact.cli.main import main

main()
