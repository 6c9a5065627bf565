namespace DSoftBus.Tests.Metal.ClassLibrary.Reflection;

/// <summary>An attribute that may stand several times and is inherited.</summary>
[AttributeUsage(AttributeTargets.All, AllowMultiple = true, Inherited = true)]
internal sealed class NoticeAttribute(string text, params int[] numbers) : Attribute
{
    public string Text { get; } = text;

    public int[] Numbers { get; } = numbers;

    public Type? About { get; set; }
}
