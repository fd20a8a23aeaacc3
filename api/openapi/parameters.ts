import { refTo } from './components.ts'
import type { Parameter } from './operation.ts'

export const database = (place: 'query' | 'path' = 'query'): Parameter => ({
  name: 'database',
  in: place,
  description: 'Id of the database.',
  required: true,
})

export const purpose = (place: 'query' | 'path' = 'query'): Parameter => ({
  name: 'purpose',
  in: place,
  description: 'What the records are linked for.',
  required: true,
  schema: refTo('Purpose'),
})

export const streamId: Parameter = {
  name: 'stream_id',
  in: 'query',
  description: 'Id of the stream.',
  required: true,
}

export const streamInPath: Parameter = {
  name: 'id',
  in: 'path',
  description: 'Id of the stream.',
  required: true,
}
