"""`python -m generatif`."""

from generatif.cli import main

if __name__ == "__main__":
    main()
