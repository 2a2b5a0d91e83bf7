// Written with the first part of this target.
