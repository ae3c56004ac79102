"""`python -m bedside`."""

import sys

from bedside.cli.main import main

sys.exit(main())
