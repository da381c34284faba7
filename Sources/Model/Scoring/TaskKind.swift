/// A kind of task: what one example is and what is predicted of it.
///
/// Each kind has one solver in Execution, which owns its loss, its decoding, its scores and what is stored of them.
package enum TaskKind: String, KeyNamed {
  /// A tag for each token of a sentence.
  case tagging
}
