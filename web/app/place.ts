import { navigate, useLocationProperty } from 'wouter/use-browser-location'
import { placeOf } from '../data/device/discreet/place.ts'

const path = () => placeOf().pathname
const query = () => placeOf().search

/** For wouter's `Router`: where the page is, which in safe mode its address does not say. */
export const usePlace = (): [string, typeof navigate] => [useLocationProperty(path, path), navigate]

/** For wouter's `Router`: the query of where the page is, with its `?`. */
export const useQuery = (): string => useLocationProperty(query, query)
