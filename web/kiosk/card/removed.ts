/** The key that a capable card reader sends when a card is taken out. No keyboard has it. */
export const CARD_REMOVED = 'F24'
