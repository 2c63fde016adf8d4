"""Who asked not to be contacted, and who agreed to be."""

import pandas as pd

from analysis.store import Tables, quote_name
from analysis.study import Study


def load_permissions(tables: Tables, study: Study) -> pd.DataFrame:
    """One row per customer: ``customer_id`` (category), ``do_not_contact``, ``consent`` (boolean).

    From the attributes that ``study.warning.actions`` names; missing where a customer's is not
    known, and for everybody where none is named.
    """
    rules = study.warning.actions
    named = {"do_not_contact": rules.do_not_contact, "consent": rules.consent}
    wanted = [f"{quote_name(given)} AS {name}" for name, given in named.items() if given]
    permissions = tables.query(f"SELECT {', '.join(['customer_id', *wanted])} FROM customers")
    for name in named:
        given = permissions.get(name, pd.Series(pd.NA, index=permissions.index))
        permissions[name] = given.astype("boolean")
    return permissions[["customer_id", *named]]
