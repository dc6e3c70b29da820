// The figures of the server's rules, which it writes into the page (app/export/site.py): told there alone.

/** See `RULES` there. */
export const rules = JSON.parse(document.querySelector("[data-rules]").dataset.rules);
