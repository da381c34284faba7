/// The treatment of tags that their scheme does not allow where they stand.
package enum TagRepair: String, KeyNamed {
  /// They are read as the shared tasks' scorer reads them: an `I-X` that continues nothing starts a span.
  case conlleval

  /// They are an error.
  case reject
}
