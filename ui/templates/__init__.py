"""The page of letter templates: what each says, its versions, and the next one."""
