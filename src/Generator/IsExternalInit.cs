namespace System.Runtime.CompilerServices;

/// <summary>Lets records compile for netstandard2.0, where generators have to run.</summary>
static class IsExternalInit;
