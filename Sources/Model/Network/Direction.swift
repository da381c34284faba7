/// A way through a sentence.
package enum Direction: String, KeyNamed {
  case forward
  case backward
}
