namespace DSoftBus.Runtime.Markers;

/// <summary>Every marker line of the system, grouped by the task that prints it. They are a contract: the harness waits for these texts.</summary>
public static class Markers
{
    public static class Init
    {
        /// <summary>All tasks of the manifest were built and start now.</summary>
        public const string Ready = "init: ready";

        public static string TaskFailed(string task, string type, string message) => $"init: task {task} failed ({type}: {message})";

        public static string TaskRestarted(string task, uint generation) => $"init: task {task} restarted (generation {generation})";
    }
}
