import { HandleEmptyInListsPlugin, replaceWithNoncontingentExpression } from 'kysely'

/** `in ()` matches nothing and `not in ()` everything, on both engines: PostgreSQL by itself refuses an empty list. */
export const emptyLists = new HandleEmptyInListsPlugin({ strategy: replaceWithNoncontingentExpression })
