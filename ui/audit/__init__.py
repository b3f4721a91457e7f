"""The audit trail: who did what, checked, exported and sealed."""
