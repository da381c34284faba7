import Diagnostics
import SpecSyntax

extension FieldType where Value == ByteSize {
  /// A number of bytes with its unit, such as `8 GB`.
  static let size = FieldType(
    describe: { .size }, example: ByteSize(bytes: 1_000_000_000),
    decode: { node, path, context in
      guard let scalar = node.scalar else {
        context.log.record(.wrongKind(node, expected: TypeDescription.size.phrase, at: path))
        return nil
      }
      do throws(ByteSize.Problem) {
        return try ByteSize(scalar.text.text)
      } catch {
        context.log.record(.wrongSize(scalar, error, at: path))
        return nil
      }
    },
    show: \.description)
}

extension Diagnostic {
  /// `scalar` at `path` is no size.
  fileprivate static func wrongSize(_ scalar: Scalar, _ problem: ByteSize.Problem, at path: String) -> Diagnostic {
    let text = scalar.text.text
    let place = scalar.text.whole
    func finding(_ code: DiagnosticCode, label: String, help: String? = nil, fixed: String? = nil) -> Diagnostic {
      Diagnostic(
        code, .error, "'\(path)': \(problem.message(about: text))", at: place, label: label, path: path, help: help,
        fixIts: fixed.map { [FixIt("write '\($0)'", replacing: place, with: $0)] } ?? [])
    }
    switch problem {
    case .noNumber: return finding(SpecCode.wrongType, label: "expected a number and a unit")
    case .outOfRange: return finding(SpecCode.outOfRange, label: "out of range")
    case .noUnit: return finding(SpecCode.sizeUnit, label: "has no unit", help: problem.help(about: text))
    case .unknownUnit(let name, let meant):
      let fixed = meant.map { "\(ByteSize.number(in: text)) \($0.rawValue)" }
      return finding(
        SpecCode.sizeUnit, label: "'\(name)' is not a unit", help: problem.help(about: text),
        fixed: name.lowercased().hasSuffix("ib") ? nil : fixed)
    }
  }
}

extension ByteSize.Problem {
  /// What is wrong with `text`, which should be a size.
  package func message(about text: String) -> String {
    switch self {
    case .noNumber, .noUnit, .unknownUnit: "expected a size such as '8 GB', found '\(text)'"
    case .outOfRange: "expected a size greater than 0 and at most \(ByteSize.largest), found '\(text)'"
    }
  }

  /// What to write in the place of `text`.
  package func help(about text: String) -> String? {
    let units = "the units are kB, MB, GB and TB, powers of 1000 bytes"
    switch self {
    case .noNumber, .outOfRange: return nil
    case .noUnit: return "write the unit, as in '\(text) GB'; \(units)"
    case .unknownUnit(_, let meant):
      return (meant.map { "did you mean '\(ByteSize.number(in: text)) \($0.rawValue)'? " } ?? "") + units
    }
  }
}
