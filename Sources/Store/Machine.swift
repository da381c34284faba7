import Files
import Glibc
import Parallel
import Text

/// A machine that stages are carried out on.
package struct Machine: Hashable, Sendable {
  package let host: String

  /// The model of its processor.
  package let processor: String
  package let cores: Int

  /// What the bits of results depend on beside the program.
  package let numerics: String

  /// This machine, whose arithmetic is of the class `numerics`.
  package static func current(numerics: String) -> Machine {
    Machine(host: hostName, processor: processorName, cores: coreCount, numerics: numerics)
  }

  /// The name of this machine's host.
  package static let hostName = currentHostName()

  private static let processorName = currentProcessorName()

  /// The number of processor cores online.
  package static var coreCount: Int { processorCount }
}

extension Machine {
  init?(_ json: LocatedJSON) {
    guard let host = json["host"]?.text, let processor = json["processor"]?.text, let cores = json["cores"]?.integer,
      let numerics = json["numerics"]?.text
    else { return nil }
    self.init(host: host, processor: processor, cores: cores, numerics: numerics)
  }

  /// The JSON; if it `isAnonymous`, without the machine's name.
  func json(isAnonymous: Bool) -> JSONValue {
    let name = isAnonymous ? [] : [JSONValue.Member("host", .string(host))]
    return .object(
      name + [
        JSONValue.Member("processor", .string(processor)), JSONValue.Member("cores", .integer(cores)),
        JSONValue.Member("numerics", .string(numerics)),
      ])
  }
}

private func currentHostName() -> String {
  var name = [CChar](repeating: 0, count: 256)
  guard gethostname(&name, name.count - 1) == 0 else { return "unknown" }
  return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}

/// The processor's model, as Linux tells it.
private func currentProcessorName() -> String {
  // The name is for people alone, so a system that does not tell it has a processor called "unknown".
  let bytes = (try? LocalFileSystem().contents(of: "/proc/cpuinfo", upTo: .systemFile)) ?? []
  let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
  guard let line = lines.first(where: { $0.hasPrefix("model name") }), let colon = line.firstIndex(of: ":") else {
    return "unknown"
  }
  return String(line[colon...].dropFirst().drop { $0 == " " })
}
