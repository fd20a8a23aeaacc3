import { refTo } from './components.ts'
import type { Parameter, Resource } from './operation.ts'
import { database } from './parameters.ts'

const id: Parameter = {
  name: 'id',
  in: 'path',
  description: 'Your own id of the project.',
  required: true,
  schema: refTo('ProjectId'),
}

export const projects: Resource = {
  tag: 'Projects',
  description:
    'What was approved for a use of records: by whom, since when, where, until when, erased when. People read it beside each use. Ids count within one database.',
  operations: [
    {
      method: 'put',
      path: '/projects/{id}',
      id: 'putProject',
      summary: 'Register a project, or change it',
      description:
        'What it was before is kept. The first use fixes the day of its approval and its purpose: a new approval is a new project. A project that is used before it is registered cannot be registered any more: its uses have no approval.',
      access: ['usage.write'],
      parameters: [id, database()],
      body: { json: 'ProjectBody' },
      answers: {
        200: { description: 'The project was known.', json: 'Project' },
        201: { description: 'The project is new.', json: 'Project' },
      },
      problems: [
        'not-found',
        'my-number-refused',
        'number-refused',
        'unknown-purpose',
        'ends-before-approval',
        'project-fixed',
      ],
    },
    {
      method: 'post',
      path: '/projects/{id}/erasure',
      id: 'reportErasure',
      summary: 'Say that the records of a project were erased',
      description: 'Another day replaces the one before.',
      access: ['usage.write'],
      parameters: [id, database()],
      body: { json: 'ErasureBody' },
      answers: { 200: { description: 'The project, with that day.', json: 'Project' } },
      problems: ['not-found'],
    },
  ],
}
