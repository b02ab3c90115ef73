"""The rules of collective negotiation and of wages: values in, values out."""
