"""`python -m imfact.cli` is `imfact`."""

from imfact.cli.main import main

# Worker processes import this module again and must not start the program a second time.
if __name__ == "__main__":
    main()
