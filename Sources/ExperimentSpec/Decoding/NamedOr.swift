/// A value that is either one of some names or told in full.
package enum NamedOr<Name: Choice, Full: Sendable & Hashable>: Sendable, Hashable {
  case named(Name)
  case full(Full)

  fileprivate var name: Name? {
    switch self {
    case .named(let name): name
    case .full: nil
    }
  }
}

extension FieldType {
  /// One of the names of a choice, or a mapping that `full` reads.
  static func choice<Name, Full>(_ names: Name.Type, or full: FieldType<Full>) -> FieldType
  where Value == NamedOr<Name, Full> {
    let show = { @Sendable (value: Value) in
      switch value {
      case .named(let name): name.spelling
      case .full(let value): full.show(value)
      }
    }
    return either([
      .scalar(FieldType<Name>.choice(names).map(Value.named, show: show), shows: { $0.name != nil }),
      .mapping(full.map(Value.full, show: show)),
    ])
  }
}
