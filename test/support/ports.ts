export { freePort } from '../../mocks/start/ports.ts'
