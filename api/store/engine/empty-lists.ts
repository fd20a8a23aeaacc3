import { HandleEmptyInListsPlugin, replaceWithNoncontingentExpression } from 'kysely'

/** `in ()` holds for nothing and `not in ()` for all, on both engines: PostgreSQL refuses an empty list by itself. */
export const emptyLists = new HandleEmptyInListsPlugin({ strategy: replaceWithNoncontingentExpression })
