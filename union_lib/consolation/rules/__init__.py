"""The rules of consolation: values in, values out."""
