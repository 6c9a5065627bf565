namespace DSoftBus.Tests.Metal.ClassLibrary.Suite;

/// <summary>The program's exit codes.</summary>
internal static class SuiteExit
{
    public const int AllGaveValues = 0;
    public const int SomeThrew = 1;
    public const int NotUnderstood = 2;
    public const int Hung = 3;
}
