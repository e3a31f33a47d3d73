import { expect, test } from 'vitest'
import { files, read } from './sources.ts'

test('the lock file names no registry', () => {
  const named = read('package-lock.json')
    .split('\n')
    .filter((line) => line.includes('"resolved"'))
  expect(
    named,
    'Run `npm config set omit-lockfile-registry-resolved true`, and `npm install` again.',
  ).toEqual([])
})

test('the lock file has the packages of every platform', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { optionalDependencies?: object }>
  }
  const missing = Object.values(packages)
    .flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
    .filter((name) => !(`node_modules/${name}` in packages))
  expect(missing, 'npm ci refuses such a lock: delete it and node_modules, and run `npm install`.').toEqual(
    [],
  )
})

test('no file knows the machine it was written on', () => {
  const text = files.filter((file) => /(^|\/)[^.]+$|\.(tsx?|m?js|json|md|py|ya?ml|sh|txt|svg)$/.test(file))
  const machine = new RegExp(`(?<![\\w.~])/(${['work', 'root', 'home', 'Users'].join('|')})/[\\w.-]+/`)
  const broken = text.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, index) =>
        machine.test(line) ? [`${file}:${index + 1} ${machine.exec(line)![0]}`] : [],
      ),
  )
  expect(broken, 'Write paths from the top of the repository, or from import.meta.url.').toEqual([])
})
