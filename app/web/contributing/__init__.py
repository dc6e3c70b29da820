"""The form that needs no account: nothing of what is typed is kept here."""
