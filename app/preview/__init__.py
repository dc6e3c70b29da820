"""Preview images: what a chat or a social network shows of a link, drawn when the content is prepared."""
