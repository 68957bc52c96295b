"""Folders of CTranslate2 models: what lies in them, and how each family is asked."""
