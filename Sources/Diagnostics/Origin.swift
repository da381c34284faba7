/// Where a value of an experiment comes from.
package indirect enum Origin: Hashable, Sendable {
  /// Written in a file or as an override on the command line.
  case written(SourceRange)

  /// The documented default of the field at `path`, such as `training.batch`.
  case fieldDefault(path: String)

  /// Made by the pass called `pass` out of values that come from `sources`.
  case synthesised(pass: String, from: [Origin])

  /// The written places that the value goes back to, in order, nearest first.
  package var ranges: [SourceRange] {
    switch self {
    case .written(let range): [range]
    case .fieldDefault: []
    case .synthesised(_, let sources): sources.flatMap(\.ranges)
    }
  }

  /// The place that a message about the value points at, if anybody wrote one.
  package var range: SourceRange? { ranges.first }
}
