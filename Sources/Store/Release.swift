/// The release of the program, which what it leaves behind half-done belongs to.
package enum Release {
  package static let version = "0.1.0"
}
