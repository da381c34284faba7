package import Diagnostics
import Foundation

/// The folder `Fixtures` beside the test file `testFile`.
package func fixturesFolder(besides testFile: String) -> String {
  URL(filePath: testFile).deletingLastPathComponent().appending(path: "Fixtures").path
}

/// The files in the folder `name` of the fixtures beside `testFile` whose names end with `suffix`, in the order of
/// their names; a file is called by its name alone.
package func fixtures(in name: String, suffix: String, besides testFile: String = #filePath) -> [SourceFile] {
  let folder = URL(filePath: fixturesFolder(besides: testFile)).appending(path: name)
  let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
  return names.filter { $0.hasSuffix(suffix) }.sorted().compactMap { name in
    (try? Data(contentsOf: folder.appending(path: name))).map { SourceFile(name: name, bytes: Array($0)) }
  }
}

/// What keeps `actual` from being the text of the golden file at `path`; `nil` if they are equal.
///
/// With `SHARESPEC_REWRITE=1` in the environment the golden is rewritten, which also counts as a difference, so that
/// nobody takes a run that rewrites for one that tests.
package func difference(of actual: String, fromGolden path: String) -> String? {
  let golden = try? String(contentsOfFile: path, encoding: .utf8)
  if golden == actual { return nil }
  if ProcessInfo.processInfo.environment["SHARESPEC_REWRITE"] == "1" {
    do {
      let folder = URL(filePath: path).deletingLastPathComponent()
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try actual.write(toFile: path, atomically: true, encoding: .utf8)
      return "rewrote \(path); review the change and test again"
    } catch {
      return "cannot write \(path): \(error)"
    }
  }
  guard let golden else { return "there is no golden at \(path); SHARESPEC_REWRITE=1 writes it:\n\(actual)" }
  return "differs from \(path); SHARESPEC_REWRITE=1 rewrites it\n--- golden\n\(golden)\n--- actual\n\(actual)"
}

/// The root of the package.
private let projectRoot = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()

/// The path of the file or folder at `path` below the package's root.
package func projectPath(_ path: String) -> String { projectRoot.appending(path: path).path }

/// The contents of the specifications that the project brings along, parts of others included, by their paths from
/// the package's root.
package func bundledSpecifications() -> [String: [UInt8]] {
  var files: [String: [UInt8]] = [:]
  let names = FileManager.default.enumerator(atPath: projectPath("specs"))
  while let name = names?.nextObject() as? String {
    guard name.hasSuffix(".yaml") else { continue }
    files["specs/" + name] = (try? Data(contentsOf: projectRoot.appending(path: "specs/" + name))).map(Array.init)
  }
  return files
}
