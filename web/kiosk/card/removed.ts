/** The key that a card reader sends when a card is taken out, where it can tell: no keyboard has it. */
export const CARD_REMOVED = 'F24'
