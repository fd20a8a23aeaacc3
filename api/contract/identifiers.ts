/**
 * Identifiers that name one person for us: ID5, made from the oldest insurer number · `kyotsu`, an identifier that is
 * new. Which of them the state chooses is open (内閣府「患者の識別子について」).
 */
export const SCHEMES = ['id5', 'kyotsu'] as const
export type Scheme = (typeof SCHEMES)[number]

/** What a linkage rests on: an identifier of one person, or name, birth date and sex (ID4). */
export const PRECISIONS = [...SCHEMES, 'id4'] as const
export type Precision = (typeof PRECISIONS)[number]
