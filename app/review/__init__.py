"""Review of a change: two versions of the content compared, and the report for whoever has to accept it."""
