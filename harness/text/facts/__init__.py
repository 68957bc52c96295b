"""Facts in one text: numbers, quantities, money, dates, names, negation, placeables."""
