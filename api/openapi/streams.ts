import { refTo } from './components.ts'
import type { Answer, Resource } from './operation.ts'
import { streamId } from './parameters.ts'

const configuration = (description: string): Answer => ({ description, json: 'StreamConfiguration' })

export const streams: Resource = {
  tag: 'Streams',
  description:
    'Stream management of SSF 1.0 §8.1: one stream per database. Unknown members are ignored. If the stream is not the one you followed, or its head has another `epoch`, we were restored or have another store. Then read it from its start, keep out of use whatever was ever revoked, and register all of your linkages again.',
  operations: [
    {
      method: 'post',
      path: '/ssf/streams',
      id: 'createStream',
      summary: 'Create the stream of a database',
      access: ['ssf.manage'],
      body: { json: 'StreamConfig' },
      answers: { 201: configuration('The new stream.') },
      problems: ['not-found', 'my-number-refused', 'number-refused', 'stream-exists'],
    },
    {
      method: 'get',
      path: '/ssf/streams',
      id: 'getStreams',
      summary: 'Read one stream, or all of yours',
      access: ['ssf.manage', 'ssf.read'],
      parameters: [{ ...streamId, description: 'Without it: all of your streams.', required: false }],
      answers: {
        200: {
          description: 'The stream that was named, or a list.',
          json: {
            oneOf: [refTo('StreamConfiguration'), { type: 'array', items: refTo('StreamConfiguration') }],
          },
        },
      },
      problems: ['not-found'],
    },
    {
      method: 'patch',
      path: '/ssf/streams',
      id: 'updateStream',
      summary: 'Change a stream',
      description: 'Members that are left out stay as they are.',
      access: ['ssf.manage'],
      body: { json: 'StreamChange' },
      answers: { 200: configuration('The stream as it is now.') },
      problems: ['not-found', 'my-number-refused', 'number-refused'],
    },
    {
      method: 'put',
      path: '/ssf/streams',
      id: 'replaceStream',
      summary: 'Replace the configuration of a stream',
      description: 'Members that are left out are removed.',
      access: ['ssf.manage'],
      body: { json: 'StreamChange' },
      answers: { 200: configuration('The stream as it is now.') },
      problems: ['not-found', 'my-number-refused', 'number-refused'],
    },
    {
      method: 'delete',
      path: '/ssf/streams',
      id: 'deleteStream',
      summary: 'Delete a stream',
      access: ['ssf.manage'],
      parameters: [streamId],
      answers: { 204: { description: 'It is gone.' } },
      problems: ['not-found'],
    },
    {
      method: 'get',
      path: '/ssf/status',
      id: 'getStreamStatus',
      summary: 'Read the status of a stream',
      access: ['ssf.manage', 'ssf.read'],
      parameters: [streamId],
      answers: { 200: { description: 'The status.', json: 'StreamStatus' } },
      problems: ['not-found'],
    },
    {
      method: 'post',
      path: '/ssf/status',
      id: 'setStreamStatus',
      summary: 'Pause, disable or enable a stream',
      description:
        'Paused holds what is published, disabled drops it: load the lists after that. A stream-updated event follows.',
      access: ['ssf.manage'],
      body: { json: 'StatusBody' },
      answers: { 200: { description: 'The status as it is now.', json: 'StreamStatus' } },
      problems: ['not-found', 'my-number-refused', 'number-refused'],
    },
    {
      method: 'post',
      path: '/ssf/verify',
      id: 'verifyStream',
      summary: 'Ask for a verification event',
      access: ['ssf.manage', 'ssf.read'],
      body: { json: 'VerifyBody' },
      answers: { 204: { description: 'The event is on its way.' } },
      problems: ['not-found', 'my-number-refused', 'number-refused'],
    },
  ],
}
