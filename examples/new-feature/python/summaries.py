"""A new feature, summaries, that fits a user it has never met: python3 summaries.py USER"""

import os
import sys

from selfmodel import SelfModel

LENGTHS = {"concise": 40, "balanced": 120, "detailed": 300}


def main():
    user = sys.argv[1] if len(sys.argv) > 1 else "ada"
    server = os.environ.get("SELFMODEL_URL", "http://127.0.0.1:8080")
    self_model = SelfModel(server, os.environ["SELFMODEL_KEY"])

    # What other features learned is here from the first day.
    read = self_model.beliefs(user, min_confidence=0.6)
    known = {belief["dimension"]: belief for belief in read["beliefs"]}
    verbosity = known.get("communication.verbosity")
    words = LENGTHS[verbosity["value"] if verbosity else "balanced"]
    why = f"{verbosity['value']}, by {', '.join(verbosity['features'])}" if verbosity else "nothing is known"
    print(f"summary of {words} words ({why})")

    # What this feature learns is there for the others.
    written = self_model.observe(user, "summary_edited", {"change": "trimmed"})
    print(f"{written['status']} summary_edited")


main()
